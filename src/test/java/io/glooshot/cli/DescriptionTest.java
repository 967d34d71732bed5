package io.glooshot.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class DescriptionTest {

    @Test
    void alignsFieldsAndIndentsWhatBelongsTogether() {
        Table table = new Table("A", "B");
        table.row("1", "2");

        assertThat(new Description()
                        .field("Name", "slow")
                        .field("Namespace", "shop")
                        .list("Faults", List.of("one", "two"))
                        .field("State", "Started")
                        .table("Readings", table)
                        .section("Recovery", new Description().field("Outcome", "Watching"))
                        .text())
                .isEqualTo("""
                        Name:       slow
                        Namespace:  shop
                        Faults:
                          one
                          two
                        State:  Started
                        Readings:
                          A   B
                          1   2
                        Recovery:
                          Outcome:  Watching
                        """);
    }

    @Test
    void leavesOutWhatIsNotThere() {
        assertThat(new Description()
                        .field("Reason", null)
                        .field("Message", "")
                        .list("Warnings", List.of())
                        .section("Verdict", new Description())
                        .table("Events", new Table("TYPE"))
                        .text())
                .isEqualTo("Events:  <none>\n");
    }

    @Test
    void letsNoTextBreakItsLine() {
        assertThat(new Description().field("Message", "a\nName: other\u001b[2J").text())
                .isEqualTo("Message:  a; Name: other?[2J\n");
    }
}
