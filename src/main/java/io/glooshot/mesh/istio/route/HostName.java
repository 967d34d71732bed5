package io.glooshot.mesh.istio.route;

import java.util.Locale;

/** Host names as Istio reads them in a VirtualService. */
final class HostName {

    private HostName() {}

    static String ofService(String name, String namespace, String clusterDomain) {
        return (name + "." + namespace + ".svc." + clusterDomain).toLowerCase(Locale.ROOT);
    }

    /** Only a name without any dot is short for a Service; {@code ratings.demo} is taken as it stands. */
    static String resolve(String host, String namespace, String clusterDomain) {
        boolean isShort = !host.isEmpty() && !host.equals("*") && !host.contains(".") && !host.contains(":");
        return isShort ? ofService(host, namespace, clusterDomain) : host.toLowerCase(Locale.ROOT);
    }

    static boolean isWildcard(String host) {
        return host.startsWith("*");
    }

    /** Whether there are names that both stand for. */
    static boolean overlap(String one, String other) {
        if (isWildcard(one) && isWildcard(other)) {
            return one.substring(1).endsWith(other.substring(1))
                    || other.substring(1).endsWith(one.substring(1));
        }
        if (isWildcard(one)) {
            return other.endsWith(one.substring(1));
        }
        return isWildcard(other) ? one.endsWith(other.substring(1)) : one.equals(other);
    }
}
