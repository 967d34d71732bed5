package io.glooshot.mesh.istio;

import io.glooshot.mesh.istio.route.ObjectName;

/** The kinds of object that hold faults. Their versions are served by every Istio since 1.22. */
enum IstioKind {
    VIRTUAL_SERVICE("VirtualService", "v1", "virtualservices"),
    ENVOY_FILTER("EnvoyFilter", "v1alpha3", "envoyfilters");

    static final String GROUP = "networking.istio.io";

    private final String kind;
    private final String version;
    private final String plural;

    IstioKind(String kind, String version, String plural) {
        this.kind = kind;
        this.version = version;
        this.plural = plural;
    }

    String kind() {
        return kind;
    }

    String version() {
        return version;
    }

    String plural() {
        return plural;
    }

    String apiVersion() {
        return GROUP + "/" + version;
    }

    /** As users are told of an object: {@code VirtualService bookinfo/ratings}. */
    String describe(ObjectName name) {
        return kind + " " + name;
    }
}
