package io.makolet.domain.segment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.Test;

class MovementsTest {

    private final Movements movements = new Movements();

    @Test
    void tellsTheEarliestChangeWhenOthersComeAndGo() {
        assertThat(movements.next()).isEqualTo(Series.NEVER);
        put(7, 500);
        put(3, 300);
        put(5, 400);
        assertThat(movements.next()).isEqualTo(300);
        put(3, 900);
        assertThat(movements.next()).isEqualTo(400);
        put(5, Series.NEVER);
        assertThat(movements.next()).isEqualTo(500);
    }

    @Test
    void widensWhatASourceMovedOverUntilItRests() {
        movements.put(4, 100, 10, 20);
        movements.put(4, 200, 15, 25);
        movements.put(9, Series.NEVER, 1, 1);
        assertThat(movements.moved()).isEqualTo(2);
        assertThat(movements.least(0)).isEqualTo(10);
        assertThat(movements.greatest(0)).isEqualTo(25);
        movements.rest(1);
        movements.rest(0);
        assertThat(movements.moved()).isZero();
        assertThat(movements.size()).isEqualTo(1);
        assertThat(movements.hasMoved(0)).isFalse();
        assertThat(movements.next()).isEqualTo(200);
    }

    @Test
    void readsWhatItStored() {
        put(2, 1_050);
        movements.put(1, Series.NEVER, Long.MIN_VALUE, Long.MAX_VALUE);
        movements.put(300, 1_200, -7, 7);
        List<Long> stored = stored(movements);
        Movements read = new Movements();
        Iterator<Long> numbers = stored.iterator();
        read.restore(numbers::next, 1_000);
        assertThat(stored(read)).isEqualTo(stored);
        assertThat(read.next()).isEqualTo(1_050);
        assertThat(read.moved()).isEqualTo(2);
        assertThat(numbers).isExhausted();
    }

    private void put(int source, long next) {
        movements.put(source, next, Long.MAX_VALUE, Long.MIN_VALUE);
    }

    private static List<Long> stored(Movements movements) {
        List<Long> numbers = new ArrayList<>();
        movements.store(numbers::add, 1_000);
        return numbers;
    }
}
