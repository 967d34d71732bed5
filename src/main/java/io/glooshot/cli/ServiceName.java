package io.glooshot.cli;

import io.glooshot.api.DestinationRef;
import io.glooshot.api.OriginRef;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * A Service as it is named on the command line: {@code ratings}, {@code shop/ratings} or {@code shop/ratings:9080}.
 *
 * @param namespace null for the experiment's own
 * @param port null for every port
 */
record ServiceName(String namespace, String name, Integer port) {

    private static final Pattern FORM = Pattern.compile("(?:([^/:]+)/)?([^/:]+)(?::([0-9]{1,5}))?");

    static class Converter implements ITypeConverter<ServiceName> {
        @Override
        public ServiceName convert(String text) {
            return parse(text);
        }
    }

    /** A caller has no port. */
    static class OfCaller implements ITypeConverter<ServiceName> {
        @Override
        public ServiceName convert(String text) {
            ServiceName name = parse(text);
            if (name.port() != null) {
                throw new TypeConversionException(
                        "'%s' has a port: calls come from a service, whatever its ports".formatted(text));
            }
            return name;
        }
    }

    static ServiceName parse(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw new TypeConversionException(
                    "'%s' is no service such as ratings, shop/ratings or shop/ratings:9080".formatted(text));
        }
        String port = form.group(3);
        return new ServiceName(form.group(1), form.group(2), port == null ? null : Integer.valueOf(port));
    }

    OriginRef origin() {
        return new OriginRef(name, namespace, Map.of());
    }

    DestinationRef destination() {
        return new DestinationRef(name, namespace, port, Map.of());
    }
}
