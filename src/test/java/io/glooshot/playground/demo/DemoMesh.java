package io.glooshot.playground.demo;

import io.glooshot.playground.Bookshop;
import io.glooshot.playground.Progress;
import io.glooshot.playground.World;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The mesh that the tutorial is played on. Its examples are written for plain Envoy proxies. */
enum DemoMesh {
    ENVOY("envoy_glooshot_requests_total{destination_service=\"%s\"}", "") {
        @Override
        World bringUp(Progress progress) {
            return World.builder(progress).start();
        }

        @Override
        Bookshop bookshop(World world, String namespace) {
            return world.bookinfo(namespace);
        }
    },
    ISTIO(
            "istio_requests_total{reporter=\"source\",destination_service_name=\"%s\"}",
            ",virtualservices,destinationrules,envoyfilters,sidecars,workloadentries") {
        @Override
        World bringUp(Progress progress) {
            return World.builder(progress).istio().start();
        }

        @Override
        Bookshop bookshop(World world, String namespace) {
            return world.istioBookinfo(namespace);
        }
    };

    static final String PROPERTY = "mesh";

    private static final String OF_THE_EXAMPLES = "(targetMesh:\\s+\\{?\\s*name: )envoy";

    private final String requests;
    private final String kinds;

    DemoMesh(String requests, String kinds) {
        this.requests = requests;
        this.kinds = kinds;
    }

    static DemoMesh chosen() {
        return of(System.getProperty(PROPERTY, ENVOY.toString()));
    }

    static DemoMesh of(String word) {
        return Stream.of(values())
                .filter(mesh -> mesh.toString().equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("-D" + PROPERTY + "=" + word
                        + " is no mesh that the tutorial can be played on; those are "
                        + Stream.of(values()).map(DemoMesh::toString).collect(Collectors.joining(" and "))));
    }

    abstract World bringUp(Progress progress);

    abstract Bookshop bookshop(World world, String namespace);

    /** The Mesh object of that name. */
    Path file() {
        return Path.of("kubernetes", "examples", "mesh-" + this + ".yaml");
    }

    /** An experiment for this mesh, from one of the examples. */
    String adapted(String manifest) {
        return manifest.replaceAll(OF_THE_EXAMPLES, "$1" + this);
    }

    String requestsTo(String service) {
        return requests.formatted(service);
    }

    /** Of objects that say how it got on, beside those of Gloo Shot: to be added to a list of kinds. */
    String furtherKinds() {
        return kinds;
    }

    /** As the user writes it, and as the Mesh object is called. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
