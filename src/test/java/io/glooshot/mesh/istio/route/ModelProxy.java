package io.glooshot.mesh.istio.route;

import java.util.Map;

/** @param gateway full name of the one that the proxy serves; {@code mesh} makes it a sidecar */
record ModelProxy(String gateway, String namespace, Map<String, String> labels) {

    boolean isSidecar() {
        return gateway.equals("mesh");
    }
}
