package io.glooshot.mesh.istio.route;

import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Names that are all the same header to Envoy, and different keys to Istio: a second spelling makes room for a second match.
 */
final class HeaderSpelling {

    private HeaderSpelling() {}

    static Stream<String> of(String name) {
        Stream<String> capitals = IntStream.range(0, name.length())
                .mapToObj(at -> name.substring(0, at)
                        + name.substring(at, at + 1).toUpperCase(Locale.ROOT)
                        + name.substring(at + 1));
        return Stream.concat(Stream.of(name), capitals).distinct();
    }
}
