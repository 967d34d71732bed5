package io.glooshot.mesh.istio;

import io.glooshot.mesh.contract.MeshFixture;
import io.glooshot.mesh.contract.MeshProviderContract;
import io.glooshot.playground.SharedIstioWorld;
import io.glooshot.playground.WithoutController;
import io.glooshot.playground.World;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith({SharedIstioWorld.class, WithoutController.class})
class IstioContractIT extends MeshProviderContract {

    @Override
    protected MeshFixture fixture(World world) {
        return new IstioFixture(world);
    }
}
