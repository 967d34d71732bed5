package io.glooshot.playground;

import io.fabric8.kubernetes.api.model.Secret;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.extension.ExtensionContext;

/** What has to be so in a world whatever a test does in it; asked after each class of tests. */
final class Checkup {

    private static final String NAMESPACE = "glooshot";
    private static final int SHORTEST_SECRET = 8;

    /** Of the API, what a controller writes or could have written. */
    private static final List<String> PLACES = List.of(
            "/api/v1/events",
            "/apis/glooshot.solo.io/v1/experiments",
            "/apis/glooshot.solo.io/v1/experimentpolicies",
            "/apis/glooshot.solo.io/v1/killswitches",
            "/apis/glooshot.solo.io/v1/meshes",
            "/apis/glooshot.solo.io/v1/reports");

    private final World world;
    private int refusals;

    private Checkup(World world) {
        this.world = world;
    }

    /**
     * Looks at the world in a store, if there is one yet.
     *
     * @throws AssertionError for what is not as it has to be
     */
    static void of(ExtensionContext.Store store) {
        World world = store.get(World.class, World.class);
        if (world != null) {
            Checkup checkup = store.computeIfAbsent(Checkup.class, ignored -> new Checkup(world), Checkup.class);
            checkup.requireNothingNewRefused();
            checkup.requireNoSecretShown();
        }
    }

    /** The rights of an installation are enough. */
    private void requireNothingNewRefused() {
        List<String> refused = world.kube().audit().refused(NAMESPACE);
        List<String> fresh = refused.subList(refusals, refused.size());
        refusals = refused.size();
        if (!fresh.isEmpty()) {
            throw new AssertionError("no right to: " + String.join("\n", fresh));
        }
    }

    /** What Secrets hold is in no log of a controller, no event and no object of ours. */
    private void requireNoSecretShown() {
        Set<String> secrets = secrets();
        if (secrets.isEmpty()) {
            return;
        }
        Map<String, String> shown = new TreeMap<>();
        PLACES.forEach(place -> shown.put(place, world.kube().client().raw(place)));
        world.controllers().forEach(controller -> shown.put(controller.log().toString(), controller.words()));
        secrets.forEach(secret -> shown.forEach((place, text) -> {
            if (text.contains(secret)) {
                throw new AssertionError("%s has what a Secret holds: %s".formatted(place, secret));
            }
        }));
    }

    /** As they are, and as the API has them. */
    private Set<String> secrets() {
        Set<String> secrets = new TreeSet<>();
        for (Secret secret :
                world.kube().client().secrets().inAnyNamespace().list().getItems()) {
            if (secret.getType().equals("Opaque") && secret.getData() != null) {
                secret.getData().forEach((key, value) -> {
                    String text = new String(Base64.getDecoder().decode(value), StandardCharsets.UTF_8).strip();
                    // Certificates are for everybody, and a short word may be anywhere.
                    if (!key.contains("cert") && !key.endsWith(".crt") && text.length() >= SHORTEST_SECRET) {
                        secrets.add(text);
                        secrets.add(value);
                    }
                });
            }
        }
        return secrets;
    }
}
