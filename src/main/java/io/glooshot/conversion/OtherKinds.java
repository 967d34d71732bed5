package io.glooshot.conversion;

import java.util.Map;

/** Why an object that is no Experiment is not carried over. */
final class OtherKinds {

    private static final String SUPERGLOO = "supergloo.solo.io/";

    private static final Map<String, String> OURS = Map.of(
            "Report",
            "is not carried over: a Report is a record of a run, and today's controller writes its own. Keep the file.");

    private static final Map<String, String> SUPERGLOOS = Map.of(
            "RoutingRule",
            "is not carried over: it is SuperGloo's. Gloo Shot made one of each fault and makes none today; one of your own becomes an"
                    + " object of the mesh, or an Experiment where it injects a fault.",
            "Mesh",
            "is not carried over: it is SuperGloo's. Gloo Shot finds meshes itself; see kubectl get meshes.",
            "MeshGroup",
            "is not carried over: it is SuperGloo's, and an Experiment has one Mesh.",
            "Install",
            "is not carried over: it is SuperGloo's. Meshes are installed with their own tools.");

    private OtherKinds() {}

    static String reason(String apiVersion, String kind) {
        if (apiVersion.equals(OldForm.API_VERSION) && kind.equals("Experiment")) {
            return "fits neither today's API nor that of 0.0.x.";
        }
        Map<String, String> known = apiVersion.startsWith(SUPERGLOO) ? SUPERGLOOS : Map.of();
        if (apiVersion.startsWith("glooshot.solo.io/")) {
            known = OURS;
        }
        String whose = apiVersion.startsWith(SUPERGLOO)
                ? "is not carried over: it is SuperGloo's, which Gloo Shot no longer needs."
                : "is not carried over: it is of %s, and no Experiment of Gloo Shot.".formatted(apiVersion);
        return known.getOrDefault(kind, whose);
    }
}
