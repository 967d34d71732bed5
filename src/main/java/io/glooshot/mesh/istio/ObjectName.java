package io.glooshot.mesh.istio;

/** Where an object is in the cluster. */
record ObjectName(String namespace, String name) {

    @Override
    public String toString() {
        return namespace + "/" + name;
    }
}
