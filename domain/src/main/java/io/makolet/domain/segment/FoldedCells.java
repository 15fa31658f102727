package io.makolet.domain.segment;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/**
 * Events folded into the cells of a fixed grid, in order of time. Of more cells than {@value #MOST}, the oldest are one:
 * only a series that has a window without end, and is cut by other events, has so many.
 */
final class FoldedCells {

    private static final int MOST = 256;

    private record Cell(long number, Fold fold) {}

    private final List<Cell> cells = new ArrayList<>(0);

    void add(long number, long time, long value) {
        cell(number).add(time, value);
        bound();
    }

    void addAll(FoldedCells other) {
        for (Cell cell : other.cells) {
            cell(cell.number()).add(cell.fold());
            bound();
        }
    }

    /** The cell with a number; of too many, the oldest takes what is older still. */
    private Fold cell(long number) {
        int at = cells.size();
        while (at > 0 && cells.get(at - 1).number() >= number) {
            at--;
        }
        boolean known = at < cells.size() && cells.get(at).number() == number;
        if (!known && !(at == 0 && cells.size() == MOST)) {
            cells.add(at, new Cell(number, new Fold()));
        }
        return cells.get(at).fold();
    }

    private void bound() {
        if (cells.size() > MOST) {
            Cell oldest = cells.remove(0);
            cells.get(0).fold().add(oldest.fold());
        }
    }

    /** Drops cells that end at an instant or before. */
    void prune(long edge, Retention retention) {
        int gone = 0;
        while (gone < cells.size() && retention.endOfCell(cells.get(gone).number() * retention.cell()) <= edge) {
            gone++;
        }
        if (gone > 0) {
            cells.subList(0, gone).clear();
        }
    }

    /** Index of the first cell whose last event is later than an instant. */
    int after(long edge) {
        int first = cells.size();
        while (first > 0 && cells.get(first - 1).fold().lastTime() > edge) {
            first--;
        }
        return first;
    }

    int size() {
        return cells.size();
    }

    Fold get(int index) {
        return cells.get(index).fold();
    }

    /** Adds the cells from an index on to a fold; time of their last event, or {@link Series#NONE}. */
    long foldInto(Fold whole, int first) {
        for (int i = first; i < cells.size(); i++) {
            whole.add(get(i));
        }
        return first < cells.size() ? get(cells.size() - 1).lastTime() : Series.NONE;
    }

    void store(LongConsumer out) {
        out.accept(cells.size());
        long previous = 0;
        for (Cell cell : cells) {
            out.accept(cell.number() - previous);
            cell.fold().store(out);
            cell.fold().storeExtremes(out);
            previous = cell.number();
        }
    }

    void restore(LongSupplier in) {
        long number = 0;
        for (int n = Series.count(in.getAsLong(), MOST); n > 0; n--) {
            number += in.getAsLong();
            Fold fold = Fold.restore(in);
            fold.restoreExtremes(in);
            cells.add(new Cell(number, fold));
        }
    }
}
