package io.glooshot.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.glooshot.experiment.Moment;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LeaseWatchTest {

    private static final Moment START = new Moment(Instant.EPOCH, Long.MAX_VALUE - 5);

    private final LeaseWatch watch = new LeaseWatch();

    @Test
    void knowsNothingAtFirst() {
        assertThat(watch.silence(at(100))).isEqualTo(Duration.ZERO);
    }

    @Test
    void aLeaseThatIsRenewedIsNoSilence() {
        watch.saw(Optional.of(lease("a", 0)), at(0));
        watch.saw(Optional.of(lease("a", 2)), at(2));

        assertThat(watch.silence(at(3))).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void aLeaseThatStaysAsItIsIsSilenceWhateverTimeItNames() {
        watch.saw(Optional.of(lease("a", 9000)), at(0));
        watch.saw(Optional.of(lease("a", 9000)), at(61));

        assertThat(watch.silence(at(61))).isEqualTo(Duration.ofSeconds(61));
    }

    @Test
    void oneThatWasGivenUpIsToo() {
        watch.saw(Optional.of(lease("a", 1)), at(0));
        watch.saw(Optional.of(lease("", 2)), at(1));
        watch.saw(Optional.of(lease("", 2)), at(40));

        assertThat(watch.silence(at(40))).isEqualTo(Duration.ofSeconds(39));
    }

    @Test
    void soIsOneThatIsNotThere() {
        watch.saw(Optional.empty(), at(0));
        watch.saw(Optional.empty(), at(30));

        assertThat(watch.silence(at(30))).isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void aNewHolderBreaksTheSilence() {
        watch.saw(Optional.of(lease("a", 1)), at(0));
        watch.saw(Optional.of(lease("b", 1)), at(30));

        assertThat(watch.silence(at(30))).isEqualTo(Duration.ZERO);
    }

    @Test
    void alabelIsNoSignOfLife() {
        watch.saw(Optional.of(lease("a", 1)), at(0));
        Lease labelled = lease("a", 1);
        labelled.getMetadata().setLabels(Map.of("team", "mesh"));
        labelled.getMetadata().setResourceVersion("77");
        watch.saw(Optional.of(labelled), at(30));

        assertThat(watch.silence(at(30))).isEqualTo(Duration.ofSeconds(30));
    }

    private static Moment at(int second) {
        return START.plus(Duration.ofSeconds(second));
    }

    private static Lease lease(String holder, int renewed) {
        return new LeaseBuilder()
                .withNewMetadata()
                .withUid("lease")
                .endMetadata()
                .withNewSpec()
                .withHolderIdentity(holder)
                .withRenewTime(ZonedDateTime.parse("2026-06-01T12:00:00Z").plusSeconds(renewed))
                .endSpec()
                .build();
    }
}
