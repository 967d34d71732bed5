package io.glooshot.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.time.DayOfWeek;
import java.util.List;

/** A time of the day on some days of the week, as the clocks of a time zone show it. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
        value = "self.from != self.to",
        fieldPath = ".to",
        message = "must differ from from; a whole day is 00:00 to 24:00")
public record TimeWindow(
        @JsonPropertyDescription(
                "The days on which the window opens; every day when left out. One over midnight closes on the day after.")
        @Size(min = 1, max = 7)
        List<Day> days,

        @JsonPropertyDescription("When it opens, 00:00 to 23:59.")
        @Required
        @Size(max = 5)
        @Pattern("^([01][0-9]|2[0-3]):[0-5][0-9]$")
        String from,

        @JsonPropertyDescription(
                "When it closes, 00:00 to 24:00. A time that is not after from is that of the next day.")
        @Required
        @Size(max = 5)
        @Pattern("^(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$")
        String to,

        @JsonPropertyDescription("A time zone of the IANA database, such as Europe/Berlin; its summer time counts.")
        @Default("UTC")
        @Size(min = 1, max = 64)
        @Pattern("^[A-Za-z][A-Za-z0-9_+-]*(/[A-Za-z0-9_+-]+)*$")
        String timeZone) {

    /** With the API's default for a spec that never passed through the API server. */
    public TimeWindow {
        days = days == null ? null : List.copyOf(days);
        timeZone = timeZone == null ? "UTC" : timeZone;
    }

    /** A day of the week. */
    public enum Day {
        Monday,
        Tuesday,
        Wednesday,
        Thursday,
        Friday,
        Saturday,
        Sunday;

        public DayOfWeek dayOfWeek() {
            return DayOfWeek.of(ordinal() + 1);
        }
    }
}
