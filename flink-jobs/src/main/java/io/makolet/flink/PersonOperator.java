package io.makolet.flink;

import io.makolet.domain.customer.Erasure;
import io.makolet.domain.customer.Person;
import io.makolet.flink.Moves.Happens;
import io.makolet.flink.Moves.Joins;
import io.makolet.flink.Moves.Leaves;
import io.makolet.flink.Moves.Move;
import io.makolet.flink.RecordDecoder.Asked;
import io.makolet.flink.RecordDecoder.Brought;
import io.makolet.flink.RecordDecoder.Decoded;
import io.makolet.flink.RecordDecoder.Happened;
import io.makolet.flink.RecordDecoder.Touched;
import org.apache.flink.streaming.runtime.tasks.ProcessingTimeService;

/** The persons' stage: keeps those who have, or had, several ids, by name, and tells what becomes of them. */
final class PersonOperator extends StageOperator {

    private final Surroundings surroundings;

    private transient Tools tools;
    private transient Persons persons;
    private transient Explanations explanations;
    private transient boolean begun;
    private transient long run;

    @SuppressWarnings("NullAway.Init") // Flink makes the operator here and opens it elsewhere
    PersonOperator(Surroundings surroundings) {
        super("person", surroundings, Writers.PERSONS);
        this.surroundings = surroundings;
    }

    @Override
    Sweep<?> open(Tools opened, ProcessingTimeService wallClock, Sweep.Listener listener) throws Exception {
        tools = opened;
        CustomerStore<Person> store = new KeyedStates<>(opened.backend(), KeyedStates.PERSONS, opened.counts());
        persons = new Persons(store, opened.timers(), opened.publisher(), opened.counts());
        explanations = new Explanations(opened.registry(), persons::told, surroundings, opened.completeThrough());
        return new Sweep<>(store, persons::visit, this::rules, Sweep.TOGETHER, wallClock, listener);
    }

    @Override
    void receive(LogRecord record) throws Exception {
        String name = record.key();
        Move move = Moves.read(record);
        if (move instanceof Joins joins) {
            persons.joins(name, joins.state(), rules());
        } else if (move instanceof Leaves leaves) {
            persons.leaves(name, leaves, rules());
        } else if (move instanceof Moves.Forgotten forgotten) {
            tools.erasures().add(forgotten.erasure());
            persons.forgotten(name, forgotten.erasure(), rules());
        } else {
            happens(name, ((Happens) move).record());
        }
    }

    private void happens(String name, LogRecord record) throws Exception {
        Decoded decoded = tools.decoder().decode(record);
        if (decoded instanceof Happened happened) {
            persons.happened(name, happened.event(), record, rules());
        } else if (decoded instanceof Brought brought) {
            persons.brought(name, record.key(), brought, rules());
        } else if (decoded instanceof Asked asked) {
            explanations.answer(name, record, asked, rules()).ifPresent(answer -> emit(Explanations.OUTPUT, answer));
        } else if (decoded instanceof Touched) {
            persons.evaluate(name, rules());
        }
    }

    @Override
    void begun(long own) {
        begun = true;
        tellProgressOf(run);
    }

    @Override
    void begunBefore(long customersRun) {
        tellProgressOf(customersRun);
    }

    /** Both stages tell of one run: that of the customers, once both have begun it. */
    private void tellProgressOf(long latest) {
        run = Math.max(run, latest);
        if (begun && run > 0) {
            tellProgress(run);
        }
    }

    @Override
    void timeCame(String key, long timer, long through) throws Exception {
        persons.timeCame(key, timer, through, rules());
    }

    @Override
    void forget(Erasure erasure) throws Exception {
        persons.forget(erasure, rules());
    }

    @Override
    void flush() {
        // Every change is written at once.
    }
}
