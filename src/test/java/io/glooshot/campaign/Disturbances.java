package io.glooshot.campaign;

import java.util.List;

/** All that is done to us, in this order. */
final class Disturbances {

    private Disturbances() {}

    static List<Disturbance> all() {
        return List.of(
                new LeaderKilled(),
                new KilledAtWrite(),
                new LeaderFrozen(),
                new TwoLeaders(),
                new ClockMoved(),
                new OutOfMemory(),
                new ScaledToZero(),
                Outage.ofApiServer(),
                ApiTrouble.slow(),
                ApiTrouble.refusing(),
                new WatchesBroken(),
                Outage.ofEtcd(),
                new PrometheusDown(),
                Outage.ofIstiod(),
                new ExperimentsDeleted(),
                new MeshDeleted(),
                new CrdDeleted(),
                new NamespaceDeleted(),
                GuardRace.forKillSwitch(),
                GuardRace.atDeadline(),
                new Burst());
    }
}
