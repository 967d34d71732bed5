package io.glooshot.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.glooshot.api.Report;
import io.glooshot.playground.SharedWorld;
import io.glooshot.playground.World;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The real API server and its etcd. */
@ExtendWith(SharedWorld.class)
class LargestReportIT {

    @Test
    void isStoredAndComesBackWhole(World world) {
        Report largest = LargestReport.create(world.newNamespace("largest"), "largest");

        world.kube().client().resource(largest).create();

        Report stored = world.kube().client().resource(largest).get();
        assertThat(stored.getSpec()).isEqualTo(largest.getSpec());
    }
}
