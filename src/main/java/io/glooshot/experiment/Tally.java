package io.glooshot.experiment;

/** How many readings had which outcome. */
public record Tally(long values, long noData, long failed) {

    static final Tally NONE = new Tally(0, 0, 0);

    Tally plus(Reading reading) {
        if (reading instanceof Reading.Failed) {
            return new Tally(values, noData, failed + 1);
        }
        boolean isNumber = reading instanceof Reading.Value read && !Double.isNaN(read.value());
        return isNumber ? new Tally(values + 1, noData, failed) : new Tally(values, noData + 1, failed);
    }

    public long total() {
        return values + noData + failed;
    }
}
