package io.glooshot.install;

/** What people write, in YAML. */
final class Manifests {

    private Manifests() {}

    /** @param faults each as a map in one line; none for a control run */
    static String experiment(String namespace, String name, String... faults) {
        return """
                apiVersion: glooshot.solo.io/v1
                kind: Experiment
                metadata: {name: %s, namespace: %s}
                spec: {faults: [%s]}
                """.formatted(name, namespace, String.join(", ", faults));
    }

    /** @param calls the fields that say which calls are hit */
    static String fault(String calls) {
        return "{%s, fault: {abort: {httpStatus: 503}}}".formatted(calls);
    }
}
