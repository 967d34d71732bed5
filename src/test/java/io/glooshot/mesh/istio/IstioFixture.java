package io.glooshot.mesh.istio;

import io.glooshot.api.MeshSpec.MeshType;
import io.glooshot.experiment.PlannedMesh;
import io.glooshot.mesh.contract.MeshFixture;
import io.glooshot.mesh.contract.Scene;
import io.glooshot.mesh.contract.UserEdit;
import io.glooshot.playground.World;
import java.time.Duration;
import java.util.List;

/** A real istiod, and sidecars that take their configuration from it. */
final class IstioFixture implements MeshFixture {

    private final World world;

    IstioFixture(World world) {
        this.world = world;
    }

    @Override
    public PlannedMesh mesh() {
        return PlannedMesh.of("istio", MeshType.Istio);
    }

    @Override
    public Scene open() {
        return new IstioScene(world);
    }

    @Override
    public boolean writesToTheApi() {
        return true;
    }

    /** A confirmation comes from the API server; istiod tells all proxies a moment later. */
    @Override
    public Duration lag() {
        return Duration.ofSeconds(4);
    }

    @Override
    public List<UserEdit> userEdits() {
        return IstioUserEdits.all();
    }
}
