package io.makolet.local.dryrun;

import io.makolet.local.Table;
import java.io.PrintWriter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Prints for people who would enter and leave. */
final class ContrastText {

    private ContrastText() {}

    static void print(Contrast contrast, PrintWriter out) {
        out.println();
        out.println("compared, as of " + contrast.asOf());
        Table table = new Table("SEGMENT", "CHANGE", "BEFORE", "AFTER", "ENTER", "LEAVE");
        for (Contrast.Segment segment : contrast.segments()) {
            table.row(
                    segment.segment(),
                    segment.change().word(),
                    number(segment.before()),
                    number(segment.after()),
                    number(segment.entering()),
                    number(segment.leaving()));
        }
        table.print(out);
        for (Contrast.Segment segment : contrast.segments()) {
            segment.cases().forEach(each -> print(segment.segment(), each, out));
        }
    }

    private static void print(String segment, Contrast.Case each, PrintWriter out) {
        out.println();
        out.println(each.customer() + (each.enters() ? " enters " : " leaves ") + segment);
        for (Reason reason : each.because()) {
            out.printf(
                    "  %-6s %s %s%s%n",
                    reason.side().word(),
                    mark(reason.value()),
                    reason.text(),
                    reason.notes().isEmpty() ? "" : "  (" + String.join("; ", reason.notes()) + ")");
        }
    }

    private static String mark(@Nullable Boolean value) {
        return value == null ? "?" : value ? "✓" : "✗";
    }

    private static String number(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }
}
