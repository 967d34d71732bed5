package io.glooshot.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.glooshot.api.ComparisonOperator;
import io.glooshot.experiment.Check;
import io.glooshot.experiment.Measurement;
import io.glooshot.experiment.Reading;
import io.glooshot.experiment.Reading.Failed;
import io.glooshot.experiment.Reading.Value;
import io.glooshot.experiment.Signal;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.helpers.test.AssertSubscriber;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class WatchTest {

    private static final Duration INTERVAL = Duration.ofMillis(100);
    private static final int NEVER_DROPPED = 10_000;

    private final FakeSource source = new FakeSource();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final Watch watch = new Watch(
            new Poller(List.of(source), TestConfig.of(Map.of("glooshot.poll-timeout", "300ms")), meters),
            new SystemMoments().moments(),
            meters);

    @AfterEach
    void stop() {
        watch.stop();
    }

    @Test
    void sharesOnePollAmongAllWhoAskTheSame() {
        List<AssertSubscriber<Measurement>> runs = new ArrayList<>();
        for (int run = 0; run < 200; run++) {
            runs.add(subscribe(check("run-" + run, "shared", 1), check("other-" + run, "own", 1)));
        }
        await().until(() -> runs.stream().allMatch(run -> run.getItems().size() >= 20));

        int heard = runs.get(0).getItems().size();
        assertThat(loops()).isEqualTo(2);
        assertThat(source.calls()).hasSizeBetween(heard - 20, heard + 20);
        assertThat(runs.get(7).getItems())
                .allSatisfy(
                        measurement -> assertThat(measurement.check().name()).endsWith("-7"));
    }

    @Test
    void pollsForAsLongAsAnyoneListensAndNoLonger() {
        Check check = check("errors", "up", 1);
        AssertSubscriber<Measurement> first = subscribe(check);
        AssertSubscriber<Measurement> second = subscribe(check);
        first.awaitItems(1);

        first.cancel();
        int heard = second.getItems().size();
        await().until(() -> second.getItems().size() > heard + 2);
        assertThat(loops()).isEqualTo(1);

        second.cancel();
        assertThat(loops()).isZero();
        int asked = source.calls().size();
        await().during(INTERVAL.multipliedBy(3)).until(() -> source.calls().size() <= asked + 1);

        subscribe(check).awaitItems(1);
    }

    @Test
    void leavesNothingBehindWhateverComesAndGoes() throws InterruptedException {
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            Thread thread = new Thread(() -> {
                for (int times = 0; times < 200; times++) {
                    subscribe(check("errors", "query-" + times % 3, 1)).cancel();
                }
            });
            thread.start();
            threads.add(thread);
        }
        for (Thread thread : threads) {
            thread.join();
        }

        assertThat(loops()).isZero();
    }

    @Test
    void keepsItsRateHoweverSlowTheAnswers() {
        source.answers(() ->
                Uni.createFrom().<Reading>item(new Value(0)).onItem().delayIt().by(Duration.ofMillis(70)));
        subscribe(check("errors", "up", 1)).awaitItems(21);

        List<FakeSource.Call> calls = source.calls();
        Duration twentyTicks =
                Duration.ofNanos(calls.get(20).nanos() - calls.get(0).nanos());
        assertThat(twentyTicks).isBetween(Duration.ofMillis(1_900), Duration.ofMillis(2_400));
    }

    @Test
    void skipsAndCountsTheTicksThatComeDuringAPoll() {
        AtomicInteger underWay = new AtomicInteger();
        AtomicBoolean overlapped = new AtomicBoolean();
        source.answers(() -> {
            overlapped.compareAndSet(false, underWay.incrementAndGet() > 1);
            return Uni.createFrom()
                    .<Reading>item(new Value(0))
                    .onItem()
                    .delayIt()
                    .by(Duration.ofMillis(250))
                    .onTermination()
                    .invoke(underWay::decrementAndGet);
        });
        subscribe(check("errors", "up", 1)).awaitItems(4);

        assertThat(overlapped).isFalse();
        assertThat(meters.counter("glooshot.polls.missed").count()).isGreaterThanOrEqualTo(6);
    }

    @Test
    void turnsWhateverGoesWrongIntoAReadingAndGoesOn() {
        AtomicInteger calls = new AtomicInteger();
        source.answers(() -> switch (calls.getAndIncrement()) {
            case 0 -> throw new IllegalStateException("thrown");
            case 1 -> Uni.createFrom().failure(new IllegalStateException("failed"));
            case 2 -> Uni.createFrom().nothing();
            case 3 -> null;
            case 4 -> Uni.createFrom().nullItem();
            default -> Uni.createFrom().item(new Value(7));
        });
        AssertSubscriber<Measurement> run = subscribe(check("errors", "up", 1)).awaitItems(6);

        assertThat(List.copyOf(run.getItems()).subList(0, 5))
                .allSatisfy(measurement -> assertThat(measurement.reading()).isInstanceOf(Failed.class));
        assertThat(run.getItems().get(2).reading()).isEqualTo(new Failed("No answer within 300ms."));
        assertThat(run.getItems().get(5).reading()).isEqualTo(new Value(7));
        assertThat(meters.counter("glooshot.polls", "signal", "promql", "outcome", "failed")
                        .count())
                .isEqualTo(5);
    }

    @Test
    void datesAMeasurementWhenItWasAskedForNotWhenItCame() {
        source.answers(() ->
                Uni.createFrom().<Reading>item(new Value(0)).onItem().delayIt().by(Duration.ofMillis(250)));
        AssertSubscriber<Measurement> run = subscribe(check("errors", "up", 1)).awaitItems(1);

        long asked = source.calls().get(0).nanos();
        assertThat(asked - run.getItems().get(0).at().nanos())
                .isBetween(0L, Duration.ofMillis(200).toNanos());
    }

    @Test
    void neitherFailsNorDelaysOthersForSubscribersThatAreStuck() {
        CountDownLatch free = new CountDownLatch(1);
        Check check = check("errors", "up", 1);
        List<Throwable> failures = new ArrayList<>();
        for (int stuck = 0; stuck < 5; stuck++) {
            watch.watch(List.of(check)).subscribe().with(measurement -> hold(free), failures::add);
        }
        AssertSubscriber<Measurement> asksForNothing =
                watch.watch(List.of(check)).subscribe().withSubscriber(AssertSubscriber.create(0));
        AssertSubscriber<Measurement> quick = subscribe(check).awaitItems(20);

        assertThat(quick.getItems().get(19).at().since(quick.getItems().get(0).at()))
                .isBetween(Duration.ofMillis(1_800), Duration.ofMillis(2_300));
        asksForNothing.assertNotTerminated();
        assertThat(failures).isEmpty();
        free.countDown();
    }

    @Test
    void sparesAStuckSubscriberEverythingButItsFirstBreach() {
        Check fast = new Check(
                "errors", new Signal.Promql("up"), ComparisonOperator.GREATER, 1, Duration.ofMillis(1), false);
        AtomicInteger calls = new AtomicInteger();
        source.answers(() -> Uni.createFrom().item(new Value(calls.incrementAndGet() > 1_000 ? 2 : 0)));
        AssertSubscriber<Measurement> stuck =
                watch.watch(List.of(fast)).subscribe().withSubscriber(AssertSubscriber.create(0));
        await().until(() -> source.calls().size() > 1_100);

        stuck.request(NEVER_DROPPED);

        await().untilAsserted(() -> assertThat(stuck.getItems()).anyMatch(Measurement::isBreach));
        assertThat(stuck.getItems())
                .filteredOn(measurement -> !measurement.isBreach())
                .hasSizeLessThan(600);
    }

    @Test
    void spreadsManySignalsWithinASecond() {
        List<Check> checks = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            checks.add(new Check(
                    "check-" + i,
                    new Signal.Promql("query-" + i),
                    ComparisonOperator.GREATER,
                    1,
                    Duration.ofSeconds(10),
                    false));
        }
        subscribe(checks.toArray(Check[]::new)).awaitItems(200);

        List<Long> times =
                source.calls().stream().map(FakeSource.Call::nanos).sorted().toList();
        for (int i = 0; i + 100 < times.size(); i++) {
            assertThat(times.get(i + 100) - times.get(i))
                    .isGreaterThan(Duration.ofMillis(100).toNanos());
        }
    }

    @Test
    void readsOnceAndAfreshEachSignalByOnePoll() {
        List<Check> checks = List.of(check("a", "same", 1), check("b", "same", 2), check("c", "other", 1));
        subscribe(checks.get(0)).awaitItems(1);
        int before = source.calls().size();
        long asked = System.nanoTime();

        List<Measurement> read = watch.readOnce(checks).await().atMost(Duration.ofSeconds(2));

        assertThat(read).extracting(measurement -> measurement.check().name()).containsExactly("a", "b", "c");
        assertThat(read)
                .allSatisfy(measurement -> assertThat(measurement.at().nanos()).isGreaterThan(asked));
        assertThat(source.calls().size() - before).isBetween(2, 3);
        assertThat(watch.readOnce(List.of()).await().atMost(Duration.ofSeconds(1)))
                .isEmpty();
    }

    @Test
    void sharesAnAnswerThatIsUnderWayWithThoseWhoMayHaveItOlder() {
        var emitters = new CopyOnWriteArrayList<UniEmitter<? super Reading>>();
        source.answers(() -> Uni.createFrom().emitter(emitters::add));
        List<Check> checks = List.of(check("a", "up", 1));
        Duration minute = Duration.ofMinutes(1);

        var first = watch.readOnce(checks, minute).subscribeAsCompletionStage();
        var second = watch.readOnce(checks, minute).subscribeAsCompletionStage();
        var fresh = watch.readOnce(checks, Duration.ZERO).subscribeAsCompletionStage();
        await().until(() -> emitters.size() == 2);
        first.cancel(false);
        emitters.get(0).complete(new Value(1));

        Measurement shared = second.join().get(0);
        assertThat(shared.reading()).isEqualTo(new Value(1));
        assertThat(shared.arrived().isAfter(shared.at())).isTrue();
        assertThat(fresh).isNotDone();
        emitters.get(1).complete(new Value(2));
        assertThat(fresh.join().get(0).reading()).isEqualTo(new Value(2));
        var later = watch.readOnce(checks, minute).subscribeAsCompletionStage();
        await().until(() -> emitters.size() == 3);
        assertThat(later).isNotDone();
    }

    @Test
    void saysSoWhenNothingReadsASignal() {
        Check webhook = new Check(
                "hook",
                new Signal.Webhook(URI.create("http://127.0.0.1")),
                ComparisonOperator.GREATER_OR_EQUAL,
                500,
                INTERVAL,
                false);

        assertThat(watch.readOnce(List.of(webhook)).await().atMost(Duration.ofSeconds(1)))
                .extracting(Measurement::reading)
                .containsExactly(new Failed("Nothing reads signals of this kind."));
    }

    private AssertSubscriber<Measurement> subscribe(Check... checks) {
        return watch.watch(List.of(checks)).subscribe().withSubscriber(AssertSubscriber.create(Long.MAX_VALUE));
    }

    private static Check check(String name, String query, double threshold) {
        return new Check(name, new Signal.Promql(query), ComparisonOperator.GREATER, threshold, INTERVAL, false);
    }

    private int loops() {
        return (int) meters.get("glooshot.poll.loops").gauge().value();
    }

    private static void hold(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
