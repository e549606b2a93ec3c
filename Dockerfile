# Stage 1: build with everything, from the lockfile.
FROM node:24-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json ./
# The base image is Node 24 already: the `node` package's own download is not needed.
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY tsconfig.json tsconfig.build.json ./
COPY src ./src
RUN npx tsc -p tsconfig.build.json

# Stage 2: what runs needs only the production dependencies.
FROM node:24-bookworm-slim AS dependencies
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --ignore-scripts --omit=dev --no-audit --no-fund

FROM node:24-bookworm-slim
LABEL org.opencontainers.image.title="reelay" \
      org.opencontainers.image.description="Receives Twilio's recording status callbacks: verifies, keeps, relays" \
      org.opencontainers.image.licenses="MIT" \
      org.opencontainers.image.base.name="node:24-bookworm-slim"
ENV NODE_ENV=production
COPY --from=dependencies /app/node_modules /app/node_modules
COPY package.json LICENSE /app/
COPY bin /app/bin
COPY schemas /app/schemas
COPY --from=build /app/dist /app/dist
# The volume belongs to the user that the service runs as. The link is for `docker exec`.
RUN mkdir /data && chown node:node /data && ln -s /app/bin/reelay.js /usr/local/bin/reelay
# Relative paths start here, so that the default store, ./data/reelay.db, is in the volume. It is not
# set as a variable: that would win over the configuration file and clash with REELAY_STORE_FILE.
WORKDIR /
USER node
VOLUME /data
EXPOSE 8080 8081
HEALTHCHECK --interval=10s --timeout=5s --start-period=10s --start-interval=1s --retries=3 \
  CMD ["node", "/app/bin/reelay.js", "healthcheck"]
# As PID 1 it handles SIGTERM itself; exec form, so no shell stands between.
ENTRYPOINT ["node", "/app/bin/reelay.js"]
CMD ["serve"]
