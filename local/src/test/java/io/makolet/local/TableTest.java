package io.makolet.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class TableTest {

    @Test
    void alignsItsColumns() {
        assertThat(print(new Table("ID", "TITLE").row("a", "first").row("longer", "second")))
                .containsExactly("ID      TITLE", "a       first", "longer  second");
    }

    @Test
    void isolatesTextThatRunsFromRightToLeft() {
        assertThat(print(new Table("TITLE", "ID").row("שלום", "x").row("abcde", "y")))
                .containsExactly("TITLE  ID", "\u2068שלום\u2069   x", "abcde  y");
    }

    @Test
    void countsWhatATerminalShowsNotCharacters() {
        assertThat(Table.width("abc")).isEqualTo(3);
        assertThat(Table.width("שָׁלוֹם")).isEqualTo(4);
        assertThat(Table.width("日本")).isEqualTo(4);
        assertThat(Table.width("e\u0301")).isEqualTo(1);
    }

    @Test
    void keepsACellOnItsLine() {
        assertThat(print(new Table("TITLE").row("two\n  lines"))).containsExactly("TITLE", "two lines");
    }

    @Test
    void refusesARowOfAnotherLength() {
        assertThatThrownBy(() -> new Table("A", "B").row("only"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("1 cells, expected 2");
    }

    private static String[] print(Table table) {
        StringWriter out = new StringWriter();
        table.print(new PrintWriter(out));
        return out.toString().split(System.lineSeparator());
    }
}
