package io.glooshot.experiment;

/** A Kubernetes Service. */
public record ServiceId(String namespace, String name) implements Comparable<ServiceId> {

    @Override
    public int compareTo(ServiceId other) {
        return toString().compareTo(other.toString());
    }

    /** {@code ratings.bookinfo}, as in cluster DNS. */
    @Override
    public String toString() {
        return name + "." + namespace;
    }
}
