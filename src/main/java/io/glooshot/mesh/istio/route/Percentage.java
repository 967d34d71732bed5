package io.glooshot.mesh.istio.route;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.IntNode;

/**
 * A share of the calls, in millionths, as Envoy counts it.
 *
 * <p>Istio multiplies the percentage by 10,000 and cuts off what is behind the point, so that a number as harmless as 0.0009
 * can lose a millionth.
 */
record Percentage(int millionths) {

    static Percentage of(double percent) {
        return new Percentage((int) Math.round(percent * 10_000));
    }

    boolean isZero() {
        return millionths == 0;
    }

    /** The number of which Istio makes exactly this share. */
    double value() {
        double value = millionths / 10_000.0;
        return (int) (value * 10_000) == millionths ? value : Math.nextUp(value);
    }

    /** A whole number without a point: the API server gives it back so, and the objects can be compared. */
    JsonNode json() {
        return millionths % 10_000 == 0 ? IntNode.valueOf(millionths / 10_000) : DoubleNode.valueOf(value());
    }
}
