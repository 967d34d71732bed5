package io.glooshot.experiment;

import java.util.Optional;

/**
 * A header that is sent.
 *
 * @param text its value, or what is put before the one that is kept in a Secret
 */
public record Header(String name, String text, Optional<SecretKey> secret) {

    /** Without its value: people put secrets where they do not belong. */
    @Override
    public String toString() {
        return name;
    }
}
