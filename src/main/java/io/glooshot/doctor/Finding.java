package io.glooshot.doctor;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/**
 * What one look has shown.
 *
 * @param found a phrase
 * @param remedy what to do about it, a sentence; null where there is nothing to do
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Finding(
        String check,
        Level level,
        String found,
        @JsonProperty("do") String remedy) {

    /** How bad it is. */
    public enum Level {
        OK,
        /** It works, and may not for long, or not for you. */
        WARN,
        FAIL,
        /** Nobody has looked: it may not be looked at, or was not asked for. */
        SKIP;

        @Override
        @JsonValue
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static Finding ok(String check, String found, Object... values) {
        return new Finding(check, Level.OK, found.formatted(values), null);
    }

    static Finding warn(String check, String found, String remedy) {
        return new Finding(check, Level.WARN, found, remedy);
    }

    static Finding fail(String check, String found, String remedy) {
        return new Finding(check, Level.FAIL, found, remedy);
    }

    static Finding skip(String check, String found, String remedy) {
        return new Finding(check, Level.SKIP, found, remedy);
    }
}
