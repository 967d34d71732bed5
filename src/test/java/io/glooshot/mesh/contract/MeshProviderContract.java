package io.glooshot.mesh.contract;

import io.glooshot.playground.World;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** All that each kind of mesh has to keep. Each test has a scene of its own, and each ends with everything as it was. */
@TestInstance(Lifecycle.PER_CLASS)
public abstract class MeshProviderContract
        implements VerbsContract,
                InterleavingContract,
                UserEditsContract,
                CapabilitiesContract,
                CrashContract,
                ApiTroubleContract {

    private World world;
    private MeshFixture fixture;
    private Trial trial;

    protected abstract MeshFixture fixture(World world);

    @BeforeAll
    void startFixture(World shared) {
        world = shared;
        fixture = fixture(shared);
    }

    @BeforeEach
    void openTrial() {
        trial = new Trial(fixture, world);
        trial.assertNothingLeft();
    }

    @AfterEach
    void leavesNothingBehind() {
        try {
            trial.assertNothingLeft();
        } finally {
            trial.close();
        }
    }

    @Override
    public Trial trial() {
        return trial;
    }
}
