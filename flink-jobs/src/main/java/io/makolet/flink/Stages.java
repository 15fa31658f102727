package io.makolet.flink;

import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.operators.TwoInputStreamOperator;
import org.apache.flink.util.OutputTag;

/** The keyed stages of every job: which ids are one person's, what happens to each id, and what that means for the person. */
record Stages(
        SingleOutputStreamOperator<LogRecord> identity,
        SingleOutputStreamOperator<LogRecord> links,
        SingleOutputStreamOperator<TopicRecord> customer,
        SingleOutputStreamOperator<TopicRecord> person) {

    /**
     * @param definitions go to all tasks of the customers' stage
     * @param personDefinitions the same, to all of the persons'
     */
    static Stages of(
            DataStream<LogRecord> records,
            DataStream<LogRecord> definitions,
            DataStream<LogRecord> personDefinitions,
            Surroundings surroundings,
            TwoInputStreamOperator<LogRecord, LogRecord, TopicRecord> customers) {
        SingleOutputStreamOperator<LogRecord> identity = records.keyBy(LogRecord::key, Types.STRING)
                .transform("identity", PackedType.LOG_RECORD, new IdentityOperator(new IdentityFunction(surroundings)))
                .uid("identity");
        SingleOutputStreamOperator<LogRecord> links = identity.getSideOutput(IdentityFunction.STATEMENTS)
                .keyBy(statement -> LinksOperator.KEY, Types.STRING)
                .transform("links", PackedType.LOG_RECORD, new LinksOperator(surroundings))
                .uid("links")
                .setParallelism(1);
        SingleOutputStreamOperator<TopicRecord> customer = identity.union(links)
                .keyBy(LogRecord::key, Types.STRING)
                .connect(definitions.broadcast())
                .transform("customer", PackedType.TOPIC_RECORD, customers)
                .uid("customer");
        SingleOutputStreamOperator<TopicRecord> person = customer.getSideOutput(CustomerOperator.MOVES)
                .keyBy(LogRecord::key, Types.STRING)
                .connect(personDefinitions
                        .union(customer.getSideOutput(CustomerOperator.RUNS))
                        .broadcast())
                .transform("person", PackedType.TOPIC_RECORD, new PersonOperator(surroundings))
                .uid("person");
        return new Stages(identity, links, customer, person);
    }

    /** Views of who has one id; each task's progress behind them. */
    DataStream<TopicRecord> views() {
        return customer;
    }

    /** Views of who has several ids; each task's progress behind them. */
    DataStream<TopicRecord> personViews() {
        return person;
    }

    DataStream<TopicRecord> transitions() {
        return both(CustomerOperator.TRANSITIONS);
    }

    DataStream<TopicRecord> explanations() {
        return both(Explanations.OUTPUT);
    }

    /** Erasures of further ids of who is erased. */
    DataStream<TopicRecord> erasures() {
        return links.getSideOutput(LinksOperator.ERASURES);
    }

    /** The commands that tell of them. */
    DataStream<TopicRecord> commands() {
        return links.getSideOutput(LinksOperator.COMMANDS);
    }

    DataStream<TopicRecord> deadLetters() {
        return identity.getSideOutput(DeadLetters.OUTPUT).union(both(DeadLetters.OUTPUT));
    }

    private DataStream<TopicRecord> both(OutputTag<TopicRecord> output) {
        return customer.getSideOutput(output).union(person.getSideOutput(output));
    }
}
