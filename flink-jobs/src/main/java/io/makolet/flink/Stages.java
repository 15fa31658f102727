package io.makolet.flink;

import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.operators.TwoInputStreamOperator;

/** The two keyed stages of every job: who it is, and what that means for the customer. */
record Stages(SingleOutputStreamOperator<LogRecord> identity, SingleOutputStreamOperator<TopicRecord> customer) {

    /** @param definitions go to all tasks of the customer stage */
    static Stages of(
            DataStream<LogRecord> records,
            DataStream<LogRecord> definitions,
            Surroundings surroundings,
            TwoInputStreamOperator<LogRecord, LogRecord, TopicRecord> customers) {
        SingleOutputStreamOperator<LogRecord> identity = records.keyBy(LogRecord::key, Types.STRING)
                .transform("identity", PackedType.LOG_RECORD, new IdentityOperator(new IdentityFunction(surroundings)))
                .uid("identity");
        return new Stages(
                identity,
                identity.keyBy(LogRecord::key, Types.STRING)
                        .connect(definitions.broadcast())
                        .transform("customer", PackedType.TOPIC_RECORD, customers)
                        .uid("customer"));
    }

    DataStream<TopicRecord> views() {
        return customer;
    }

    DataStream<TopicRecord> transitions() {
        return customer.getSideOutput(CustomerOperator.TRANSITIONS);
    }

    DataStream<TopicRecord> explanations() {
        return customer.getSideOutput(Explanations.OUTPUT);
    }

    DataStream<TopicRecord> deadLetters() {
        return identity.getSideOutput(DeadLetters.OUTPUT).union(customer.getSideOutput(DeadLetters.OUTPUT));
    }
}
