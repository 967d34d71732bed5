package io.glooshot.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.helpers.test.UniAssertSubscriber;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class GateTest {

    private static final int PLENTY = 1_000_000;

    private final Map<Integer, UniEmitter<? super Integer>> underWay = new TreeMap<>();
    private final List<Integer> begun = new ArrayList<>();
    private final AtomicInteger cancelled = new AtomicInteger();

    @Test
    void letsSoManyInAndTheOthersInTheirOrder() {
        Gate gate = new Gate(2, PLENTY, System::nanoTime);
        List<UniAssertSubscriber<Integer>> all = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            all.add(pass(gate, i));
        }
        assertThat(begun).containsExactly(0, 1);

        underWay.get(1).complete(1);
        assertThat(begun).containsExactly(0, 1, 2);
        underWay.get(0).fail(new IllegalStateException("failed"));
        assertThat(begun).containsExactly(0, 1, 2, 3);

        all.get(1).assertCompleted().assertItem(1);
        all.get(0).assertFailedWith(IllegalStateException.class);
    }

    @Test
    void losesNoPlaceToThoseThatGiveUp() {
        Gate gate = new Gate(1, PLENTY, System::nanoTime);
        UniAssertSubscriber<Integer> first = pass(gate, 0);
        UniAssertSubscriber<Integer> second = pass(gate, 1);
        pass(gate, 2);

        second.cancel();
        assertThat(begun).containsExactly(0);
        first.cancel();

        assertThat(begun).containsExactly(0, 2);
        assertThat(cancelled).hasValue(1);
        underWay.get(2).complete(2);
        assertThat(gate.isIdle()).isTrue();
    }

    @Test
    void losesNoPlaceToPollsThatAreOverAtOnceOrCannotBegin() {
        Gate gate = new Gate(1, PLENTY, System::nanoTime);
        for (int i = 0; i < 100; i++) {
            gate.pass(() -> Uni.createFrom().item(1))
                    .subscribe()
                    .withSubscriber(UniAssertSubscriber.create())
                    .assertCompleted();
            gate.<Integer>pass(() -> {
                        throw new IllegalStateException("cannot begin");
                    })
                    .subscribe()
                    .withSubscriber(UniAssertSubscriber.create())
                    .assertFailedWith(IllegalStateException.class);
        }
        assertThat(gate.isIdle()).isTrue();
    }

    @Test
    void letsSoManyBeginWithinASecond() {
        AtomicLong now = new AtomicLong();
        Gate gate = new Gate(PLENTY, 50, now::get);
        for (int i = 0; i < 20; i++) {
            pass(gate, i);
        }
        assertThat(begun).hasSize(5);

        for (int expected = 6; expected <= 20; expected++) {
            int count = expected;
            now.addAndGet(Duration.ofMillis(20).toNanos());
            await().atMost(Duration.ofSeconds(5)).until(() -> countBegun() == count);
        }
    }

    @Test
    void keepsToTheRateByTheRealClock() {
        Gate gate = new Gate(PLENTY, 200, System::nanoTime);
        long start = System.nanoTime();
        for (int i = 0; i < 120; i++) {
            pass(gate, i);
        }
        await().atMost(Duration.ofSeconds(10)).until(() -> countBegun() == 120);

        // The first twenty at once, then one each five milliseconds.
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(490));
    }

    private synchronized int countBegun() {
        return begun.size();
    }

    private UniAssertSubscriber<Integer> pass(Gate gate, int number) {
        return gate.pass(() -> Uni.createFrom()
                        .<Integer>emitter(emitter -> begin(number, emitter))
                        .onCancellation()
                        .invoke(cancelled::incrementAndGet))
                .subscribe()
                .withSubscriber(UniAssertSubscriber.create());
    }

    private synchronized void begin(int number, UniEmitter<? super Integer> emitter) {
        begun.add(number);
        underWay.put(number, emitter);
    }
}
