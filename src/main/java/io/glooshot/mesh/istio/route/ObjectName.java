package io.glooshot.mesh.istio.route;

import com.fasterxml.jackson.databind.JsonNode;

/** Namespace and name of an object of one kind. */
public record ObjectName(String namespace, String name) implements Comparable<ObjectName> {

    public static ObjectName of(JsonNode object) {
        return new ObjectName(
                object.at("/metadata/namespace").asText(),
                object.at("/metadata/name").asText());
    }

    @Override
    public int compareTo(ObjectName other) {
        return toString().compareTo(other.toString());
    }

    @Override
    public String toString() {
        return namespace + "/" + name;
    }
}
