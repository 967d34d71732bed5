package io.glooshot.conversion;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The Services behind SuperGloo's Upstreams. Gloo named an Upstream {@code namespace-service[-labels]-port}, so where a part has a dash
 * the name can be read in several ways; the Upstream itself says which one is right, if it is among the texts.
 */
final class Upstreams {

    private static final Pattern NAME = Pattern.compile("(.+)-([0-9]{1,5})");
    private static final Pattern NAMESPACE = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");
    private static final Pattern SERVICE = Pattern.compile("[a-z]([-a-z0-9]{0,61}[a-z0-9])?");
    /** Names of this length were cut, and end in a hash. */
    private static final int CUT = 63;

    private static final int HIGHEST_PORT = 65535;
    private static final int MOST_SHOWN = 4;
    private static final String WAYS_OUT = "Convert it together with its Upstream (kubectl get upstreams -A -o yaml),"
            + " or name the Service by hand.";
    /** Where SuperGloo and Gloo Shot kept what they had discovered; applications lived elsewhere. */
    private static final Set<String> KEEPERS = Set.of("supergloo-system", "gloo-system", "glooshot");

    /** A Kubernetes Service. The port is null for every port; the labels are those of the workloads that are meant. */
    record Service(String namespace, String name, Integer port, Map<String, String> labels) {

        @Override
        public String toString() {
            return namespace + "/" + name + (port == null ? "" : ":" + port);
        }
    }

    /** What a name may stand for. Without a service it cannot be told, and {@code why} says why not. */
    record Reading(Optional<Service> service, boolean certain, String why) {

        static Reading certain(Service service) {
            return new Reading(Optional.of(service), true, "");
        }

        static Reading guess(Service service, String why) {
            return new Reading(Optional.of(service), false, why);
        }

        static Reading none(String why) {
            return new Reading(Optional.empty(), false, why);
        }
    }

    private final Map<String, Service> known = new HashMap<>();

    /** Learns what the Upstream {@code namespace/name} stands for. */
    void learn(String namespace, String name, Service service) {
        known.put(namespace + "/" + name, service);
    }

    /** Whether it is one for certain, and no Service: where a Service was wanted people have written either. */
    boolean isUpstream(String namespace, String name) {
        return KEEPERS.contains(namespace) || known.containsKey(namespace + "/" + name);
    }

    static boolean isService(String name) {
        return SERVICE.matcher(name).matches();
    }

    static boolean isNamespace(String name) {
        return NAMESPACE.matcher(name).matches();
    }

    /**
     * @param namespace that of the reference, which is where the Upstream was kept; may be empty
     * @param own the namespace of the experiment; may be empty
     */
    Reading read(String namespace, String name, String own) {
        Service exact = known.get((namespace.isEmpty() ? own : namespace) + "/" + name);
        if (exact != null) {
            return Reading.certain(exact);
        }
        if (name.length() > CUT) {
            return Reading.none("no Upstream had a name of more than %d characters.".formatted(CUT));
        }
        Matcher matcher = NAME.matcher(name);
        if (matcher.matches() && isPort(matcher.group(2))) {
            return split(matcher.group(1), Integer.parseInt(matcher.group(2)), own);
        }
        if (name.length() == CUT) {
            return Reading.none("a name of %d characters was cut and ends in a hash. %s".formatted(CUT, WAYS_OUT));
        }
        return byHand(namespace.isEmpty() ? own : namespace, name);
    }

    private static Reading split(String text, int port, String own) {
        List<Service> readings = new ArrayList<>();
        for (int dash = text.indexOf('-'); dash >= 0; dash = text.indexOf('-', dash + 1)) {
            String namespace = text.substring(0, dash);
            String service = text.substring(dash + 1);
            if (isNamespace(namespace) && isService(service)) {
                readings.add(new Service(namespace, service, port, Map.of()));
            }
        }
        if (readings.size() == 1 && text.indexOf('-') == text.lastIndexOf('-')) {
            return Reading.certain(readings.get(0));
        }
        if (readings.isEmpty()) {
            return Reading.none("it is not of the form namespace-service-port. " + WAYS_OUT);
        }
        Optional<Service> ours = readings.stream()
                .filter(service -> service.namespace().equals(own))
                .findFirst();
        return ours.map(service -> Reading.guess(
                        service,
                        "taken so because %s is the experiment's own namespace; it may also mean %s. Check it."
                                .formatted(own, listed(readings, service))))
                .orElseGet(() -> Reading.none("it may mean %s. %s".formatted(listed(readings, null), WAYS_OUT)));
    }

    private static String listed(List<Service> readings, Service but) {
        List<String> shown = new ArrayList<>();
        readings.stream()
                .filter(service -> !service.equals(but))
                .limit(MOST_SHOWN)
                .forEach(service -> shown.add(service.toString()));
        shown.add("a service with a shorter name, whose pods have labels such as a version");
        return String.join(", or ", shown);
    }

    private static Reading byHand(String namespace, String name) {
        if (KEEPERS.contains(namespace) || !isService(name) || !isNamespace(namespace)) {
            return Reading.none(
                    "it is no name of an Upstream that was discovered (namespace-service-port). " + WAYS_OUT);
        }
        return Reading.guess(
                new Service(namespace, name, null, Map.of()),
                "an Upstream that was not discovered could have any name; taken for the Service of the same name. Check it.");
    }

    private static boolean isPort(String digits) {
        int port = Integer.parseInt(digits);
        return port >= 1 && port <= HIGHEST_PORT && !digits.startsWith("0");
    }

    /** Labels in the order of their names. */
    static Map<String, String> sorted(Map<String, String> labels) {
        return new TreeMap<>(labels);
    }
}
