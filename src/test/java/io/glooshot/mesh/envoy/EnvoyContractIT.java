package io.glooshot.mesh.envoy;

import io.glooshot.mesh.contract.MeshFixture;
import io.glooshot.mesh.contract.MeshProviderContract;
import io.glooshot.playground.SharedWorld;
import io.glooshot.playground.World;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedWorld.class)
class EnvoyContractIT extends MeshProviderContract {

    @Override
    protected MeshFixture fixture(World world) {
        return new EnvoyFixture(world);
    }
}
