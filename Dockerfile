# The server with the browser app inside. Two stages: what builds is not what runs.
FROM rust:1.96-bookworm AS build
RUN apt-get update \
 && apt-get install -y --no-install-recommends nodejs npm \
 && rm -rf /var/lib/apt/lists/* \
 && rustup target add wasm32-unknown-unknown
WORKDIR /pitlane
COPY e2e/package.json e2e/package-lock.json e2e/.npmrc e2e/
RUN npm ci --prefix e2e --no-audit --no-fund
COPY . .
RUN cargo xtask web --release \
 && cargo build --release --locked --package pitlane-api --bin pitlane

FROM debian:bookworm-slim
# the system's certificates check the mail server and the webhooks' receivers; the font has the Chinese, Japanese and
# Korean letters of receipts
RUN apt-get update \
 && apt-get install -y --no-install-recommends ca-certificates curl fonts-wqy-microhei \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --system --create-home --home-dir /var/lib/pitlane pitlane
COPY --from=build /pitlane/target/release/pitlane /usr/local/bin/pitlane
COPY --from=build /pitlane/dist /usr/share/pitlane/web
ENV PITLANE__HTTP__BIND=0.0.0.0:8080 \
    PITLANE__WEB__DIR=/usr/share/pitlane/web \
    PITLANE__FILES__DIR=/var/lib/pitlane/files \
    PITLANE__DATABASE__URL=sqlite:///var/lib/pitlane/pitlane.sqlite?mode=rwc
USER pitlane
WORKDIR /var/lib/pitlane
RUN mkdir files
VOLUME /var/lib/pitlane
EXPOSE 8080
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s CMD ["curl", "-fsS", "http://127.0.0.1:8080/readyz"]
ENTRYPOINT ["pitlane"]
CMD ["serve"]
