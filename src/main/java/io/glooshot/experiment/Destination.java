package io.glooshot.experiment;

/** One port of a Kubernetes Service: the unit that holds at most one fault at a time. */
public record Destination(ServiceId service, int port) {

    /** {@code ratings.bookinfo:9080}. */
    @Override
    public String toString() {
        return service + ":" + port;
    }
}
