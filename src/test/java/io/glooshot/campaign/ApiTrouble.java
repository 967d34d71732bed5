package io.glooshot.campaign;

import io.glooshot.mesh.contract.ApiFront.Call;
import io.glooshot.mesh.contract.Incident;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;

/** The API server is there and serves the controllers badly for a while. Everybody else it serves as ever. */
final class ApiTrouble implements Disturbance {

    private static final List<Integer> ANSWERS = List.of(409, 429, 500);
    private static final double REFUSED = 0.3;
    private static final double TIMED_OUT = 0.05;

    /** Longer than the controllers wait for an answer. */
    private static final Duration TOO_LONG = Duration.ofSeconds(6);

    private static final Duration SLOW = Duration.ofMillis(1_500);

    private final String name;
    private final String what;
    private final BiFunction<Random, Call, Optional<Incident>> rule;

    private ApiTrouble(String name, String what, BiFunction<Random, Call, Optional<Incident>> rule) {
        this.name = name;
        this.what = what;
        this.rule = rule;
    }

    /** Every answer is late, and some calls are carried out when nobody waits for their answer any more. */
    static ApiTrouble slow() {
        return new ApiTrouble("api-server-slow", "API server answers late, at times too late", (random, call) -> {
            long millis = random.nextDouble() < TIMED_OUT ? TOO_LONG.toMillis() : random.nextLong(SLOW.toMillis());
            return Optional.of(new Incident.Held(
                    new CompletableFuture<Void>().completeOnTimeout(null, millis, TimeUnit.MILLISECONDS)));
        });
    }

    static ApiTrouble refusing() {
        return new ApiTrouble("api-server-refuses", "API server answers 409, 429, 500 at random", (random, call) -> {
            if (random.nextDouble() >= REFUSED) {
                return Optional.empty();
            }
            int status = ANSWERS.get(random.nextInt(ANSWERS.size()));
            // No read is ever answered by a conflict.
            return status == 409 && !call.writes() ? Optional.empty() : Optional.of(new Incident.Refused(status));
        });
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String what() {
        return what;
    }

    @Override
    public Duration begins(Blow blow) {
        return blow.between(Duration.ZERO, Duration.ofSeconds(3));
    }

    @Override
    public void strike(Blow blow) {
        Duration length = blow.between(Duration.ofSeconds(8), Duration.ofSeconds(15));
        List<Replica> replicas = blow.scene().replicas().all();
        replicas.forEach(replica -> replica.front().treat(call -> rule.apply(blow.random(), call)));
        try {
            blow.goOn(length);
        } finally {
            replicas.forEach(replica -> replica.front().calm());
        }
    }

    /** A leader that cannot renew its Lease ends, so that there may have been no reading for longer than is allowed; and some cannot begin. */
    @Override
    public Set<String> reasons() {
        return Blindness.WITHOUT_API_SERVER;
    }

    /** For objects: as long as the trouble lasts at most, and then as when the leader was killed in its last moment. */
    @Override
    public Duration longestOverrun(Ground ground) {
        Duration longest = Duration.ofSeconds(15).plus(LeaderKilled.TAKE_OVER);
        return ground.expiry().compareTo(longest) < 0 ? ground.expiry() : longest;
    }

    @Override
    public Duration patience() {
        return Duration.ofSeconds(150);
    }
}
