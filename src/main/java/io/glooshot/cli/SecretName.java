package io.glooshot.cli;

import io.glooshot.api.SecretKeySelector;
import io.glooshot.api.SecretSelector;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Secrets, and keys of them, as they are named on the command line. */
final class SecretName {

    private static final Pattern PART = Pattern.compile("[A-Za-z0-9._-]+");

    private SecretName() {}

    /** {@code namespace/secret}. */
    static class Whole implements ITypeConverter<SecretSelector> {
        @Override
        public SecretSelector convert(String text) {
            String[] parts = parts(text, 2, "monitoring/prometheus-login");
            return new SecretSelector(parts[0], parts[1]);
        }
    }

    /** {@code namespace/secret/key}. */
    static class Key implements ITypeConverter<SecretKeySelector> {
        @Override
        public SecretKeySelector convert(String text) {
            String[] parts = parts(text, 3, "monitoring/prometheus-login/token");
            return new SecretKeySelector(parts[0], parts[1], parts[2]);
        }
    }

    private static String[] parts(String text, int number, String example) {
        String[] parts = text.split("/", -1);
        if (parts.length != number) {
            throw wrong(text, example);
        }
        for (String part : parts) {
            if (!PART.matcher(part).matches()) {
                throw wrong(text, example);
            }
        }
        return parts;
    }

    private static TypeConversionException wrong(String text, String example) {
        return new TypeConversionException("'%s' is not of the form %s".formatted(text, example));
    }
}
