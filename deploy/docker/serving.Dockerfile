# The serving node, and in the same image the bootstrap of topics and schemas. From the root of the project:
#   docker build -f deploy/docker/serving.Dockerfile -t makolet/serving:0.1.0 .
FROM maven:3.9-eclipse-temurin-17 AS build
WORKDIR /src
COPY . .
# One run for both goals, so that the modules it depends on are taken from this build.
RUN mvn -B -ntp -pl grpc-api -am -DskipTests package dependency:copy-dependencies \
    -DincludeScope=runtime -DoutputDirectory=target/lib

FROM eclipse-temurin:17-jre
COPY --from=build /src/grpc-api/target/lib/ /opt/makolet/lib/
COPY --from=build /src/grpc-api/target/makolet-grpc-api-0.1.0-SNAPSHOT.jar /opt/makolet/lib/
# By number, so that Kubernetes can see that it is not root.
USER 10001:10001
EXPOSE 9400 9480
# SIGTERM reaches the JVM itself, which then drains.
ENTRYPOINT ["java", "-cp", "/opt/makolet/lib/*", "io.makolet.serving.ServingMain"]
