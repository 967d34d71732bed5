package io.glooshot.cli;

import java.text.ParseException;
import java.time.Duration;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Durations as everywhere in Kubernetes: {@code 500ms}, {@code 90s}, {@code 1h30m}. */
class GoDuration implements ITypeConverter<Duration> {

    @Override
    public Duration convert(String text) {
        try {
            Duration duration =
                    io.fabric8.kubernetes.api.model.Duration.parse(text).getDuration();
            if (!duration.isNegative()) {
                return duration;
            }
        } catch (ParseException | RuntimeException e) {
            // Said below.
        }
        throw new TypeConversionException("'%s' is no duration such as 500ms, 90s or 1h30m".formatted(text));
    }
}
