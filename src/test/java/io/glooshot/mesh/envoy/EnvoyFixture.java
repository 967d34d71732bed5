package io.glooshot.mesh.envoy;

import io.glooshot.api.MeshSpec.MeshType;
import io.glooshot.experiment.PlannedMesh;
import io.glooshot.mesh.contract.MeshFixture;
import io.glooshot.mesh.contract.Scene;
import io.glooshot.mesh.contract.UserEdit;
import io.glooshot.playground.World;
import java.time.Duration;
import java.util.List;

/** Plain Envoys that take their runtime layers from the controller. */
final class EnvoyFixture implements MeshFixture {

    private final World world;

    EnvoyFixture(World world) {
        this.world = world;
    }

    @Override
    public PlannedMesh mesh() {
        return PlannedMesh.of("envoy", MeshType.Envoy);
    }

    @Override
    public Scene open() {
        return new EnvoyScene(world);
    }

    @Override
    public boolean writesToTheApi() {
        return false;
    }

    /** A proxy acknowledges on its main thread, and its workers follow a moment later. */
    @Override
    public Duration lag() {
        return Duration.ofSeconds(1);
    }

    /** A user who overrules the fault's own keys has the last word, so nothing here does. */
    @Override
    public List<UserEdit> userEdits() {
        return List.of(
                new UserEdit("overrules another runtime key", false, scene -> {}, Scene::createUserObjects),
                new UserEdit("changes another runtime key", false, Scene::createUserObjects, Scene::editUserObjects),
                new UserEdit("gives a runtime key up", false, Scene::createUserObjects, Scene::deleteUserObjects));
    }
}
