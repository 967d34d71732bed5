package io.glooshot.mesh.contract;

import java.util.function.Consumer;

/**
 * What a user does to objects of their own while a fault is on.
 *
 * @param overwritesFault whether the fault may be off until the controller has seen to it
 * @param before what the user had done already
 */
public record UserEdit(String name, boolean overwritesFault, Consumer<Scene> before, Consumer<Scene> edit) {

    @Override
    public String toString() {
        return name;
    }
}
