package io.glooshot.mesh.istio.route;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The names by which callers reach a host, as a regular expression: what tells its calls from those to the other hosts of a
 * VirtualService.
 *
 * @param hosts all that the VirtualService stands for, fully qualified
 */
record Authority(Host host, Set<String> hosts) {

    private static final String ANY_CASE = "(?i)";
    private static final String PORT = "(:[0-9]+)?";

    /** Whether it takes one at all. */
    boolean isNeeded() {
        return !hosts.equals(Set.of(host.fqdn()));
    }

    /**
     * Whether callers of other namespaces could mean another host by the bare name of the service: it is short for the one
     * in their own namespace.
     */
    boolean isShortNameAmbiguous() {
        return host.namespaces().stream()
                .filter(namespace -> !namespace.equals(host.namespace()))
                .map(namespace -> HostName.ofService(host.service().name(), namespace, host.clusterDomain()))
                .anyMatch(other -> hosts.stream().anyMatch(name -> HostName.overlap(name, other)));
    }

    String inOwnNamespace() {
        List<String> names = new ArrayList<>(names());
        names.add(shortName());
        return regex(names);
    }

    String elsewhere() {
        return regex(names());
    }

    private static String regex(List<String> names) {
        return ANY_CASE + "(" + String.join("|", names) + ")" + PORT;
    }

    private String shortName() {
        String name = Regex.quote(host.service().name());
        boolean pods =
                host.isHeadless() && !host.namespaces().contains(host.service().name());
        return (pods ? "([^.]+\\.)?" : "") + name;
    }

    /** Pods of a headless service are called by names of their own in front of its name. */
    private List<String> names() {
        String pod = host.isHeadless() ? "(.+\\.)?" : "";
        String name = Regex.quote(host.service().name() + "." + host.namespace());
        List<String> names = new ArrayList<>();
        names.add(pod + name + "(\\.svc(\\." + Regex.quote(host.clusterDomain()) + "\\.?)?)?");
        host.clusterIps().stream()
                .filter(ip -> !ip.equals("None"))
                .map(ip -> ip.contains(":") ? "[" + ip + "]" : ip)
                .map(Regex::quote)
                .forEach(names::add);
        return names;
    }
}
