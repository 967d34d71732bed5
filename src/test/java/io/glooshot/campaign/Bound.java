package io.glooshot.campaign;

/**
 * What so many trials allow to say: the one-sided upper limit of Clopper and Pearson on how often a thing fails. A rate
 * above it would have shown more failures than were seen in 95 of 100 such campaigns.
 */
record Bound(int trials, int failures) {

    private static final double RISK = 0.05;
    private static final int HALVINGS = 60;

    Bound {
        if (failures < 0 || failures > trials) {
            throw new IllegalArgumentException(failures + " failures of " + trials + " trials");
        }
    }

    /** A share, from 0 to 1. Without failures it is 1 - 0.05^(1/n), which the rule of three calls 3/n. */
    double upper() {
        if (failures == trials) {
            return 1;
        }
        double low = 0;
        double high = 1;
        for (int i = 0; i < HALVINGS; i++) {
            double middle = (low + high) / 2;
            if (chanceOfSoFew(middle) > RISK) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return high;
    }

    /** The chance to see no more failures than these at a given rate. */
    private double chanceOfSoFew(double rate) {
        double sum = 0;
        double logChoose = 0;
        for (int k = 0; k <= failures; k++) {
            sum += Math.exp(logChoose + k * Math.log(rate) + (trials - k) * Math.log1p(-rate));
            logChoose += Math.log(trials - k) - Math.log(k + 1.0);
        }
        return sum;
    }
}
