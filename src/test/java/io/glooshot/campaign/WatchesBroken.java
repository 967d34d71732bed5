package io.glooshot.campaign;

import io.glooshot.mesh.contract.ApiFront;
import io.glooshot.mesh.contract.ApiFront.Call;
import io.glooshot.mesh.contract.Incident;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * Watches end again and again: in order, with 410 as their last event, or with their connection. To those who come back
 * with a resourceVersion the API server often says that it is too old.
 */
final class WatchesBroken implements Disturbance {

    private static final double TOO_OLD = 0.4;
    private static final Duration LENGTH = Duration.ofSeconds(14);

    @Override
    public String name() {
        return "watches-broken";
    }

    @Override
    public String what() {
        return "watches closed, and 410 Gone in a watch and as an answer";
    }

    @Override
    public Duration begins(Blow blow) {
        return blow.between(Duration.ZERO, Duration.ofSeconds(2));
    }

    @Override
    public void strike(Blow blow) {
        List<Replica> replicas = blow.scene().replicas().all();
        replicas.forEach(replica -> replica.front().treat(call -> answer(blow.random(), call)));
        try {
            long end = System.nanoTime() + LENGTH.toNanos();
            while (System.nanoTime() < end) {
                ApiFront front =
                        replicas.get(blow.random().nextInt(replicas.size())).front();
                switch (blow.random().nextInt(3)) {
                    case 0 -> front.endWatches();
                    case 1 -> front.expireWatches();
                    default -> front.cutConnections();
                }
                blow.goOn(blow.between(Duration.ofMillis(200), Duration.ofMillis(1_500)));
            }
        } finally {
            replicas.forEach(replica -> replica.front().calm());
        }
    }

    /** Nothing is ever too old for whoever takes what there is. */
    private static Optional<Incident> answer(Random random, Call call) {
        boolean namesAVersion =
                call.uri().contains("resourceVersion=") && !call.uri().contains("resourceVersion=0");
        return call.method().equals("GET") && namesAVersion && random.nextDouble() < TOO_OLD
                ? Optional.of(new Incident.Refused(HttpURLConnection.HTTP_GONE))
                : Optional.empty();
    }

    /** Nothing that ends a run depends on a watch. A leader can lose its Lease with its connections all the same. */
    @Override
    public Duration longestOverrun(Ground ground) {
        return ground.expiry().compareTo(LeaderKilled.TAKE_OVER) < 0 ? ground.expiry() : LeaderKilled.TAKE_OVER;
    }
}
