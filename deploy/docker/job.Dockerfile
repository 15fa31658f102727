# The personalization job: Flink, and on its user class path the job with its libraries. From the root of the project:
#   docker build -f deploy/docker/job.Dockerfile -t makolet/personalization-job:0.1.0-flink2.3 .
FROM maven:3.9-eclipse-temurin-17 AS build
WORKDIR /src
COPY . .
# One run for both goals, so that the modules it depends on are taken from this build.
RUN mvn -B -ntp -pl flink-jobs -am -DskipTests package dependency:copy-dependencies \
    -DincludeScope=runtime -DoutputDirectory=target/lib

# What Flink itself brings (RocksDB, checkpoint storage, the Prometheus reporter) is not in target/lib.
FROM flink:2.3-java17
COPY --from=build /src/flink-jobs/target/lib/ /opt/flink/usrlib/
COPY --from=build /src/flink-jobs/target/makolet-flink-jobs-0.1.0-SNAPSHOT.jar /opt/flink/usrlib/makolet-flink-jobs.jar
