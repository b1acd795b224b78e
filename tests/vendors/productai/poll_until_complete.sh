#!/bin/bash
API_KEY="YOUR_API_KEY"
JOB_ID="22292"

while true; do
  RESPONSE=$(curl -s -X GET \
    "https://api.productai.photo/v1/api/job/$JOB_ID" \
    -H "x-api-key: $API_KEY")
  
  STATUS=$(echo "$RESPONSE" | jq -r '.data.status')
  
  if [ "$STATUS" == "COMPLETED" ]; then
    IMAGE_URL=$(echo "$RESPONSE" | jq -r '.data.image_url')
    echo "Done! Image URL: $IMAGE_URL"
    break
  elif [ "$STATUS" == "ERROR" ]; then
    echo "Job failed"
    break
  else
    echo "Still running... ($STATUS)"
    sleep 5
  fi
done
