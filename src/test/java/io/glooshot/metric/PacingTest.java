package io.glooshot.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.glooshot.experiment.Moment;
import io.glooshot.metric.Exchange.Answer;
import io.glooshot.metric.Pacing.Question;
import io.smallrye.mutiny.TimeoutException;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PacingTest {

    private static final Instant NOON = Instant.parse("2026-11-25T12:00:00Z");
    private static final Question SLOW = new Question("prometheus", "slow");
    private static final Question OTHER = new Question("prometheus", "other");
    private static final Question ELSEWHERE = new Question("thanos", "slow");

    private Moment now = new Moment(NOON, 0);
    private final Pacing pacing = new Pacing(10, 1_000_000, () -> now);
    private final AtomicInteger asked = new AtomicInteger();

    @ParameterizedTest
    @CsvSource(nullValues = "none", textBlock = """
            429, none, 500
            429, 7,    7000
            503, 7,    7000
            504, 7,    7000
            429, 3600, 60000
            429, 'Wed, 25 Nov 2026 12:00:09 GMT', 9000
            429, 'Wed, 25 Nov 2026 11:00:00 GMT', 500
            429, soon, 500
            429, -5,   500
            """)
    void sparesAServerThatAsksForIt(int status, String retryAfter, long millis) {
        ask(SLOW, status, retryAfter);

        assertSpared(SLOW, OTHER);
        assertAsked(ELSEWHERE);
        pass(Duration.ofMillis(millis - 1));
        assertSpared(SLOW, OTHER);
        // With a quarter more at most, so that not all come back at the same moment.
        pass(Duration.ofMillis(millis / 4 + 1));
        assertAsked(SLOW, OTHER);
    }

    @ParameterizedTest
    @CsvSource({"503", "504", "0"})
    void sparesAServerOnlyTheQuestionThatItDoesNotManage(int status) {
        ask(SLOW, status, null);

        assertSpared(SLOW);
        assertAsked(OTHER, ELSEWHERE);
    }

    @Test
    void asksWhatIsAskedOnlyOnceUnlessTheServerWantsToBeSpared() {
        ask(SLOW, 503, null);
        assertSpared(SLOW);
        assertThat(pacing.ask(SLOW, false, () -> answer(200, null)).await().indefinitely())
                .isNotNull();

        pass(Duration.ofSeconds(1));
        ask(SLOW, 429, "30");
        assertThatThrownBy(() ->
                        pacing.ask(SLOW, false, () -> answer(200, null)).await().indefinitely())
                .isInstanceOf(Pacing.SparedException.class);
    }

    @Test
    void waitsLongerEachTimeButNeverSoLongThatARunGoesBlindUnnoticed() {
        for (int i = 0; i < 12; i++) {
            ask(SLOW, 503, null);
            assertSpared(SLOW);
            pass(Duration.ofMillis(Math.min(500L << i, 5_000)));
            pass(Duration.ofMillis(1_250));
        }
        assertThat(asked).hasValue(12);
        assertAsked(SLOW);
        ask(SLOW, 503, null);
        pass(Duration.ofMillis(626));
        assertAsked(SLOW);
    }

    @Test
    void endsNoPauseForAnAnswerThatWasAskedForBeforeIt() {
        var answers = new ArrayList<UniEmitter<? super Answer>>();
        pacing.ask(OTHER, true, () -> Uni.createFrom().emitter(answers::add))
                .subscribe()
                .with(answer -> {});
        ask(SLOW, 429, "10");

        answers.get(0).complete(new Answer(200, null, Buffer.buffer(), true, null));

        assertSpared(OTHER);
    }

    @ParameterizedTest
    @CsvSource({"200", "400", "422", "500", "302", "401"})
    void sparesNobodyForOtherAnswers(int status) {
        ask(SLOW, status, status == 200 ? "30" : null);

        assertAsked(SLOW, OTHER);
    }

    @Test
    void sparesAQuestionThatWasGivenUpAfterAWhile() {
        var waiting = pacing.ask(SLOW, true, () -> Uni.createFrom().nothing())
                .subscribe()
                .with(answer -> {});
        pass(Duration.ofSeconds(5));
        waiting.cancel();
        assertSpared(SLOW);

        pass(Duration.ofSeconds(5));
        pacing.ask(SLOW, true, () -> Uni.createFrom().nothing())
                .subscribe()
                .with(answer -> {})
                .cancel();
        assertAsked(SLOW);
    }

    private void assertSpared(Question... questions) {
        for (Question question : questions) {
            int before = asked.get();
            assertThatThrownBy(() -> ask(question, 200, null))
                    .isInstanceOf(Pacing.SparedException.class)
                    .hasMessageContaining("spared");
            assertThat(asked).hasValue(before);
        }
    }

    private void assertAsked(Question... questions) {
        for (Question question : questions) {
            int before = asked.get();
            ask(question, 200, null);
            assertThat(asked).hasValue(before + 1);
        }
    }

    /** @param status 0 for no answer in time */
    private void ask(Question question, int status, String retryAfter) {
        try {
            pacing.ask(question, true, () -> {
                        asked.incrementAndGet();
                        return answer(status, retryAfter);
                    })
                    .await()
                    .indefinitely();
        } catch (TimeoutException late) {
            assertThat(status).isZero();
        }
    }

    private static Uni<Answer> answer(int status, String retryAfter) {
        return status == 0
                ? Uni.createFrom().failure(new TimeoutException())
                : Uni.createFrom().item(new Answer(status, null, Buffer.buffer(), true, retryAfter));
    }

    private void pass(Duration time) {
        now = now.plus(time);
    }
}
