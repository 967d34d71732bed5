package io.glooshot.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class TableTest {

    @Test
    void alignsItsColumnsAndLeavesNoBlanksAtTheEnd() {
        Table table = new Table("NAME", "STATE", "AGE");
        table.row("abort-ratings", "Started", "5m");
        table.row("é𝄞", "", null);

        assertThat(table.text()).isEqualTo("""
                        NAME            STATE     AGE
                        abort-ratings   Started   5m
                        é𝄞              <none>    <none>
                        """);
    }

    @Test
    void letsNoCellBreakALineOrDriveTheTerminal() {
        Table table = new Table("MESSAGE");
        table.row("one\n  two\u001b[31m");

        assertThat(table.text()).isEqualTo("MESSAGE\none; two?[31m\n");
    }

    @Test
    void goesOnInTheSameColumns() {
        Table table = new Table("NAME", "STATE");
        table.row("abort-ratings", "Started");

        assertThat(table.takeText()).isEqualTo("NAME            STATE\nabort-ratings   Started\n");
        table.row("slow", "Failed");
        assertThat(table.takeText()).isEqualTo("slow            Failed\n");
    }

    @Test
    void wantsACellForEachColumn() {
        assertThatThrownBy(() -> new Table("A", "B").row("1")).hasMessage("1 cells for 2 columns");
    }
}
