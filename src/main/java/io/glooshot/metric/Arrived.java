package io.glooshot.metric;

import io.glooshot.experiment.Moment;
import io.glooshot.experiment.Reading;

/** A reading, and when it was there. */
record Arrived(Reading reading, Moment at) {}
