package io.glooshot.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.utils.Serialization;
import io.glooshot.api.Report;
import io.glooshot.api.ReportSpec.ConditionRecord;
import io.glooshot.api.ReportSpec.PhaseRecord;
import io.glooshot.api.ReportSpec.ReadingRecord;
import io.glooshot.experiment.StoredLength;
import org.junit.jupiter.api.Test;

class LargestReportTest {

    /** What etcd takes in one request by default, less room for what the API server adds. */
    private static final int ETCD_LIMIT = (3 << 19) - 64 * 1024;

    private final Report report = LargestReport.create("namespace", "largest");

    @Test
    void fitsIntoEtcd() {
        assertThat(StoredLength.of(Serialization.asJson(report)))
                .isGreaterThan(1_000_000)
                .isLessThan(ETCD_LIMIT);
    }

    @Test
    void isReadBackAsItWasWritten() {
        Report read = Serialization.unmarshal(Serialization.asJson(report), Report.class);

        assertThat(read.getSpec()).isEqualTo(report.getSpec());
    }

    @Test
    void keepsTheBreachAndCountsAllOfEachPartOfTheRun() {
        assertThat(report.getSpec().conditions()).hasSize(32);
        for (ConditionRecord condition : report.getSpec().conditions()) {
            assertThat(condition.before().readings()).hasSize(1);
            isWhole(condition.during(), LargestReport.DURING, 42);
            isWhole(condition.after(), LargestReport.AFTER, 14);
        }
    }

    private static void isWhole(PhaseRecord phase, int count, int points) {
        assertThat(phase.failed()).isEqualTo(count - 1);
        assertThat(phase.values()).isEqualTo(1);
        assertThat(phase.readings())
                .hasSize(points)
                .anyMatch(reading -> Boolean.TRUE.equals(reading.met()))
                .extracting(ReadingRecord::outcome)
                .contains("Failed", "Value");
    }
}
