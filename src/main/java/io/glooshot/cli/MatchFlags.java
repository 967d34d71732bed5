package io.glooshot.cli;

import io.glooshot.api.HeaderMatch;
import io.glooshot.api.PathMatch;
import io.glooshot.api.RequestMatch;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The flags that limit a fault to some requests. */
class MatchFlags {

    /** {@code name}, {@code name=value}, {@code name^=prefix} or {@code name~=regex}. */
    static class Header implements ITypeConverter<HeaderMatch> {
        @Override
        public HeaderMatch convert(String text) {
            int equals = text.indexOf('=');
            String name = equals < 0 ? text : text.substring(0, equals);
            String value = equals < 0 ? null : text.substring(equals + 1);
            char how = name.isEmpty() ? 0 : name.charAt(name.length() - 1);
            boolean prefix = value != null && how == '^';
            boolean regex = value != null && how == '~';
            if (prefix || regex) {
                name = name.substring(0, name.length() - 1);
            }
            name = name.toLowerCase(Locale.ROOT);
            if (name.isEmpty() || (value != null && value.isEmpty())) {
                throw new TypeConversionException(
                        "'%s' is no header such as end-user, end-user=jason, end-user^=ja or end-user~=ja.*"
                                .formatted(text));
            }
            return new HeaderMatch(
                    name,
                    prefix || regex ? null : value,
                    prefix ? value : null,
                    regex ? value : null,
                    value == null ? true : null);
        }
    }

    /** {@code /path}, {@code /prefix*} or {@code ~regex}. */
    static class Path implements ITypeConverter<PathMatch> {
        @Override
        public PathMatch convert(String text) {
            if (text.startsWith("~") && text.length() > 1) {
                return new PathMatch(null, null, text.substring(1));
            }
            if (!text.startsWith("/")) {
                throw new TypeConversionException(
                        "'%s' is no path such as /ratings/0, /ratings/* or ~/ratings/[0-9]+".formatted(text));
            }
            return text.endsWith("*")
                    ? new PathMatch(null, text.substring(0, text.length() - 1), null)
                    : new PathMatch(text, null, null);
        }
    }

    @Option(
            names = "--header",
            paramLabel = "HEADER",
            converter = Header.class,
            description =
                    "Only requests with this header: name, name=value, name^=prefix or name~=regex. May be given several times; all have to match.")
    private List<HeaderMatch> headers = List.of();

    @Option(
            names = "--path",
            paramLabel = "PATH",
            converter = Path.class,
            description = "Only requests with this path: /path, /prefix* or ~regex.")
    private PathMatch path;

    @Option(names = "--method", paramLabel = "METHOD", description = "Only requests with this method, such as GET.")
    private String method;

    Optional<RequestMatch> match() {
        return headers.isEmpty() && path == null && method == null
                ? Optional.empty()
                : Optional.of(new RequestMatch(headers, path, method));
    }
}
