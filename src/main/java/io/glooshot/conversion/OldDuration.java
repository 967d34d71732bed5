package io.glooshot.conversion;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A duration as 0.0.x took it: Go's {@code 1h30m}, {@code 1.5s} or {@code -3s}, and protobuf's fields {@code seconds} and {@code nanos}.
 *
 * @param nanos the exact length
 */
record OldDuration(String written, BigDecimal nanos) {

    static final BigDecimal MILLISECOND = BigDecimal.valueOf(1_000_000);
    static final BigDecimal SECOND = BigDecimal.valueOf(1_000_000_000);
    static final BigDecimal HOUR = SECOND.multiply(BigDecimal.valueOf(3600));

    private static final int LONGEST = 64;
    private static final Pattern PART = Pattern.compile("([0-9]+\\.?[0-9]*|\\.[0-9]+)(ns|us|µs|μs|ms|s|m|h)");
    private static final Pattern WHOLE = Pattern.compile("[-+]?(0|(" + PART.pattern() + ")+)");
    /** Today's API takes these as they are. */
    private static final Pattern TODAY = Pattern.compile("([0-9]{1,9}(ms|s|m|h))+");

    private static final int LONGEST_TODAY = 32;

    private static final Map<String, BigDecimal> UNITS = Map.of(
            "ns",
            BigDecimal.ONE,
            "us",
            BigDecimal.valueOf(1_000),
            "µs",
            BigDecimal.valueOf(1_000),
            "μs",
            BigDecimal.valueOf(1_000),
            "ms",
            MILLISECOND,
            "s",
            SECOND,
            "m",
            SECOND.multiply(BigDecimal.valueOf(60)),
            "h",
            HOUR);

    static Optional<OldDuration> parse(String text) {
        if (text.length() > LONGEST || !WHOLE.matcher(text).matches()) {
            return Optional.empty();
        }
        BigDecimal sum = BigDecimal.ZERO;
        Matcher part = PART.matcher(text);
        while (part.find()) {
            sum = sum.add(new BigDecimal(part.group(1)).multiply(UNITS.get(part.group(2))));
        }
        return Optional.of(new OldDuration(text, text.startsWith("-") ? sum.negate() : sum));
    }

    static OldDuration of(long seconds, long nanos) {
        BigDecimal length = BigDecimal.valueOf(seconds).multiply(SECOND).add(BigDecimal.valueOf(nanos));
        return new OldDuration("", length);
    }

    boolean isPositive() {
        return nanos.signum() > 0;
    }

    boolean isWithin(BigDecimal least, BigDecimal most) {
        return nanos.compareTo(least) >= 0 && nanos.compareTo(most) <= 0;
    }

    /** Whether today's API can say it: it knows nothing finer than milliseconds. */
    boolean isExact() {
        return nanos.remainder(MILLISECOND).signum() == 0;
    }

    /** For today's API: as written where it takes that, otherwise in seconds, or in milliseconds rounded up. */
    String today() {
        if (TODAY.matcher(written).matches() && written.length() <= LONGEST_TODAY) {
            return written;
        }
        return nanos.remainder(SECOND).signum() == 0
                ? nanos.divide(SECOND).toBigInteger() + "s"
                : nanos.divide(MILLISECOND, 0, RoundingMode.CEILING).toBigInteger() + "ms";
    }
}
