package io.glooshot.campaign;

import java.time.Duration;
import java.util.Random;
import java.util.Set;

/**
 * What is done, and how often.
 *
 * @param seed of all that is random, so that a campaign can be repeated
 * @param only the names of the disturbances to run; empty means all
 * @param meshes the names of the meshes to do it on; empty means all
 * @param isShort a round or two of some, for every build
 * @param rounds of each disturbance, in place of its own number; 0 leaves it
 * @param limit after which no further round begins
 */
record Settings(long seed, Set<String> only, Set<String> meshes, boolean isShort, int rounds, Duration limit) {

    private static final int SHORT_MINUTES = 7;
    private static final int FULL_MINUTES = 90;

    static Settings ofSystem() {
        String seed = System.getProperty("campaign.seed", "").strip();
        boolean isShort = Boolean.parseBoolean(System.getProperty("campaign.short", "false"));
        return new Settings(
                seed.isEmpty() ? new Random().nextInt(1_000_000) : Long.parseLong(seed),
                names("campaign.only"),
                names("campaign.meshes"),
                isShort,
                integer("campaign.rounds", 0),
                Duration.ofMinutes(integer("campaign.minutes", isShort ? SHORT_MINUTES : FULL_MINUTES)));
    }

    private static Set<String> names(String property) {
        String value = System.getProperty(property, "").strip();
        return value.isEmpty() ? Set.of() : Set.of(value.split("\\s*,\\s*"));
    }

    private static int integer(String property, int otherwise) {
        String value = System.getProperty(property, "").strip();
        return value.isEmpty() ? otherwise : Integer.parseInt(value);
    }

    /** Whoever is named is wanted, in the short form too. */
    boolean wants(Disturbance disturbance) {
        return only.isEmpty() ? !isShort || disturbance.shortRounds() > 0 : only.contains(disturbance.name());
    }

    boolean wantsMesh(String name) {
        return meshes.isEmpty() || meshes.contains(name);
    }

    int rounds(Disturbance disturbance) {
        if (rounds > 0) {
            return rounds;
        }
        return isShort ? Math.max(1, disturbance.shortRounds()) : disturbance.rounds();
    }

    /** Each disturbance has its own, so that one alone is just as it is among all others. */
    Random random(Disturbance disturbance, int round) {
        return new Random(seed * 1_000_003 + disturbance.name().hashCode() * 31L + round);
    }
}
