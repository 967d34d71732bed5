package io.glooshot.cli;

import java.net.URI;
import java.util.Optional;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Where a command asks for metrics itself: from its own place in the network, which is seldom the controller's. */
class PrometheusOption {

    /** Any http or https URL with a host. */
    static class Server implements ITypeConverter<URI> {
        @Override
        public URI convert(String text) {
            if (!text.matches("(?i)https?://[^/?#\\s]+([/?#]\\S*)?")) {
                throw new TypeConversionException("'%s' is no http or https URL with a host".formatted(text));
            }
            return URI.create(text);
        }
    }

    @Option(
            names = "--prometheus-url",
            paramLabel = "URL",
            converter = Server.class,
            description = "Ask this Prometheus instead of the one that the Mesh names, without its credentials.")
    private URI url;

    Optional<URI> url() {
        return Optional.ofNullable(url);
    }
}
